// A screen as a picture: SVG that needs no font but some monospaced one, and nothing from a
// network.
#ifndef APISQL_TESTS_DOCUMENTATION_PICTURE_H_
#define APISQL_TESTS_DOCUMENTATION_PICTURE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "tests/documentation/painted_line.h"

namespace apisql {

// A picture of `lines`, `columns` wide. Its panel is dark wherever it is shown. Each run of
// characters is a text with its length, so that any font keeps the columns. `title` is read to who
// does not see it.
std::string Picture(const std::vector<PaintedLine>& lines, size_t columns,
                    const std::string& title);

}  // namespace apisql

#endif  // APISQL_TESTS_DOCUMENTATION_PICTURE_H_
