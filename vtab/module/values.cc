#include "vtab/module/values.h"

#include <algorithm>

namespace apisql {
namespace {

// SQLite orders texts by the bytes of the database's encoding, so that a scan, which has UTF-8,
// must leave a range to it.
bool OrdersOtherwise(const ScanPlan& plan, size_t argument, sqlite3_value* value) {
  if (sqlite3_value_type(value) != SQLITE_TEXT) return false;
  if (sqlite3_value_encoding(value) == SQLITE_UTF8) return false;
  return std::ranges::any_of(plan.filters, [&](const Filter& filter) {
    return static_cast<size_t>(filter.argument) == argument && IsRange(filter.op);
  });
}

}  // namespace

SqlValue ReadValue(sqlite3_value* value) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      return static_cast<int64_t>(sqlite3_value_int64(value));
    case SQLITE_FLOAT:
      return sqlite3_value_double(value);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
      return std::string(text, static_cast<size_t>(sqlite3_value_bytes(value)));
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
      return BlobValue{std::string(bytes, static_cast<size_t>(sqlite3_value_bytes(value)))};
    }
    default:
      return std::monostate();
  }
}

StatusOr<std::vector<SqlValue>> ReadList(sqlite3_value* list) {
  std::vector<SqlValue> values;
  sqlite3_value* value = nullptr;
  int code = sqlite3_vtab_in_first(list, &value);
  for (; code == SQLITE_OK; code = sqlite3_vtab_in_next(list, &value)) {
    values.push_back(ReadValue(value));
  }
  if (code != SQLITE_DONE) return Status(StatusCode::kInternal, "cannot read an IN list");
  return values;
}

int BindValue(sqlite3_stmt* statement, int parameter, const SqlValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    return sqlite3_bind_int64(statement, parameter, *integer);
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return sqlite3_bind_double(statement, parameter, *real);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return sqlite3_bind_text64(statement, parameter, text->data(), text->size(), SQLITE_TRANSIENT,
                               SQLITE_UTF8);
  }
  if (const auto* blob = std::get_if<BlobValue>(&value)) {
    return sqlite3_bind_blob64(statement, parameter, blob->bytes.data(), blob->bytes.size(),
                               SQLITE_TRANSIENT);
  }
  return sqlite3_bind_null(statement, parameter);
}

void SetResult(sqlite3_context* context, const SqlValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    sqlite3_result_int64(context, *integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_result_double(context, *real);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    sqlite3_result_text64(context, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  } else if (const auto* blob = std::get_if<BlobValue>(&value)) {
    sqlite3_result_blob64(context, blob->bytes.data(), blob->bytes.size(), SQLITE_TRANSIENT);
  } else {
    sqlite3_result_null(context);
  }
}

std::string_view DeclaredType(ColumnType type) {
  switch (type) {
    case ColumnType::kInteger:
    case ColumnType::kBoolean:
      return "INTEGER";
    case ColumnType::kReal:
      return "REAL";
    default:
      return "TEXT";
  }
}

// As ReadValue(), in the memory of the text that is there already.
static void ReadInto(sqlite3_value* value, SqlValue* to) {
  auto* known = std::get_if<std::string>(to);
  if (known == nullptr || sqlite3_value_type(value) != SQLITE_TEXT) {
    *to = ReadValue(value);
    return;
  }
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  known->assign(text, static_cast<size_t>(sqlite3_value_bytes(value)));
}

StatusOr<std::vector<ScanArgument>> ReadArguments(const ScanPlan& plan,
                                                  std::span<sqlite3_value*> arguments,
                                                  std::vector<ScanArgument> memory) {
  const auto is_list = [&](size_t argument) {
    return std::ranges::any_of(plan.bindings, [&](const Binding& binding) {
      return binding.list && static_cast<size_t>(binding.argument) == argument;
    });
  };
  const bool differ = std::ranges::any_of(plan.bindings, [&](const Binding& binding) {
    return static_cast<size_t>(binding.argument) >= arguments.size();
  });
  if (differ) return Status(StatusCode::kInternal, "plan and arguments differ");
  memory.resize(arguments.size());
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (is_list(i)) {
      ASSIGN_OR_RETURN(memory[i], ReadList(arguments[i]));
    } else if (OrdersOtherwise(plan, i, arguments[i])) {
      memory[i].clear();  // No value: the filter lets everything pass.
    } else {
      memory[i].resize(1);
      ReadInto(arguments[i], &memory[i][0]);
    }
  }
  return memory;
}

}  // namespace apisql
