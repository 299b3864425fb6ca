// The sink of a statement whose result people read as text rather than as a table.
#ifndef APISQL_SHELL_PEOPLE_PEOPLE_SINK_H_
#define APISQL_SHELL_PEOPLE_PEOPLE_SINK_H_

#include <memory>
#include <string_view>

#include "registry/source/catalog.h"
#include "shell/output/renderer.h"

namespace apisql {

// The name under which the shell's command .requests asks for its text.
inline constexpr std::string_view kRequestsCommand = ".requests";

// Tells by the first words of `statement`, and then by the columns of its result, whether there is
// a text for it: EXPLAIN [ANALYZE] REQUESTS, DESCRIBE, SHOW METHODS, SHOW INSERT INTO, the requests
// of a dry run, .requests. All other results go to `table`. `out` and what `options` names must
// outlive it.
std::unique_ptr<RowSink> MakePeopleSink(std::string_view statement, Catalog& catalog, Output& out,
                                        const RenderOptions& options,
                                        std::unique_ptr<RowSink> table);

}  // namespace apisql

#endif  // APISQL_SHELL_PEOPLE_PEOPLE_SINK_H_
