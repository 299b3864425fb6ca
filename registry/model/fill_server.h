// FillServerUrl: the URL of a server whose document leaves parts of it to the user or to rows.
//
//   https://{site}.okta.com     a label: letters, digits and "-", since what follows is fixed
//   https://api.{site}          another part of the host: the user's, or one of `values`
//   https://{endpoint}          a whole host: the user's; or a column's, which ends in host_suffix
//   https://x.example/{version} a segment of the path: whatever it is, it stays one
//
// A credential goes to the host that results, so each rule errs on the side of refusal.
#ifndef APISQL_REGISTRY_MODEL_FILL_SERVER_H_
#define APISQL_REGISTRY_MODEL_FILL_SERVER_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "registry/model/provider.h"
#include "src/base/status.h"

namespace apisql {

enum class UrlPlace { kLabel, kHostPart, kPath };

// A "{name}" of a URL.
struct UrlSlot {
  std::string name;
  UrlPlace place = UrlPlace::kPath;
};

// By name in the URL.
using ServerValues = std::map<std::string, std::string>;

// In the order of the URL; none where a brace has no partner.
std::vector<UrlSlot> SlotsOf(std::string_view url);

// ".okta.com" of "https://{site}.okta.com:443/api": how every host ends that can result, whatever
// fills the URL. "" when nothing that is fixed, or no more than a top-level domain, ends it.
std::string FixedSuffix(std::string_view url);

// "/v2/{site}" of a URL; "" when it has no path.
std::string_view PathOfUrl(std::string_view url);
// "https://api.{site}:443" of a URL, as it is written.
std::string_view OriginText(std::string_view url);
// "https://api.acme.example:443" -> "api.acme.example"; the port stays where it is another one.
std::string HostAndPort(std::string_view origin);
// True when both URLs are at one place, whatever fills them.
bool AreAtOnePlace(std::string_view a, std::string_view b);

// True when the WHERE of a statement may choose the value of the variable: wherever it stands, no
// value leads to a host that the document does not name.
bool IsOpenToRows(const Server& server, const ServerVariable& variable);

// That the value fits wherever the variable stands.
Status CheckVariable(const Server& server, const ServerVariable& variable, std::string_view value);

// The server's URL. `rows` are the statement's values, and those of rows; `user` the user's own,
// which count where `rows` has none. kFailedPrecondition when a value does not fit or leads outside
// of what the document allows, or when there is none.
StatusOr<std::string> FillServerUrl(const Server& server, const ServerValues& rows,
                                    const ServerValues& user);
// Its path alone, "" or "/v2"; values of the host do not count.
StatusOr<std::string> FillServerPath(const Server& server, const ServerValues& rows,
                                     const ServerValues& user);

// `text` with the user's values in it as they are; other names stay in braces.
std::string FillKnown(std::string_view text, const ServerValues& values);

// True when `url` may be one of the server's, whatever fills it.
bool MayBeServerOf(const Server& server, std::string_view url);

}  // namespace apisql

#endif  // APISQL_REGISTRY_MODEL_FILL_SERVER_H_
