// Settings: what SET changes. One table of them, from which SET, SHOW SETTINGS and help are made.
#ifndef APISQL_VTAB_STATEMENTS_SETTINGS_H_
#define APISQL_VTAB_STATEMENTS_SETTINGS_H_

#include <span>
#include <string>
#include <string_view>

#include "src/base/status.h"
#include "src/http/client_limits.h"
#include "vtab/table/connection.h"
#include "vtab/write/write_set.h"

namespace apisql {

// Where the values live: with whoever acts on them.
struct SettingValues {
  ConnectionOptions* reads;
  bool* allow_trigger_writes;
  bool* allow_full_table_writes;
  WriteOptions* writes;
  ClientLimits* requests;
};

struct Setting {
  std::string_view name;
  std::string_view default_value;
  std::string_view description;
  Status (*apply)(const SettingValues& values, std::string_view text);
  std::string (*read)(const SettingValues& values);
};

std::span<const Setting> AllSettings();

// Gives the setting `name` (ASCII case ignored) a value: on, true, yes, 1 and their opposites for
// switches, digits for numbers. An unknown name is kNotFound with the nearest names.
Status ApplySetting(const SettingValues& values, std::string_view name, std::string_view text);

}  // namespace apisql

#endif  // APISQL_VTAB_STATEMENTS_SETTINGS_H_
