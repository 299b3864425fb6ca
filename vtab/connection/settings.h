// Settings: what SET changes. One table of them, from which SET, SHOW SETTINGS and help are made.
#ifndef APISQL_VTAB_CONNECTION_SETTINGS_H_
#define APISQL_VTAB_CONNECTION_SETTINGS_H_

#include <span>
#include <string>
#include <string_view>

#include "src/base/status.h"
#include "vtab/connection/connection.h"

namespace apisql {

struct Setting {
  std::string_view name;
  std::string_view default_value;
  std::string_view description;
  Status (*apply)(Connection& connection, std::string_view text);
  std::string (*read)(Connection& connection);
};

std::span<const Setting> AllSettings();

// Gives the setting `name` (ASCII case ignored) a value: on, true, yes, 1 and their opposites for
// switches, digits for numbers, one of its words for others. An unknown name is kNotFound with the
// nearest names.
Status ApplySetting(Connection& connection, std::string_view name, std::string_view text);

// Those of the config file, in its order.
Status ApplyConfiguredSettings(Connection& connection);

}  // namespace apisql

#endif  // APISQL_VTAB_CONNECTION_SETTINGS_H_
