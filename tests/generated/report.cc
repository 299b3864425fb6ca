#include "tests/generated/report.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <regex>
#include <set>

#include "tests/differential/shrinker.h"
#include "tests/generated/documents.h"
#include "tests/generated/row_json.h"

namespace apisql::generated {
namespace {

// Rows of a tree whose parent is gone, and those below them.
void TakeAwayBelow(Table& table) {
  const int tree = table.TreeColumn();
  if (tree < 0) return;
  const auto key = std::ranges::find(table.columns, true, &Column::own_key);
  const auto index = static_cast<size_t>(key - table.columns.begin());
  const auto stands = [&](const Row& row) {
    const Value& above = row.cells[static_cast<size_t>(tree)].value;
    const auto is_root = [&](const Datum& root) { return root.value == above; };
    if (std::holds_alternative<std::monostate>(above)) return true;
    if (std::ranges::any_of(table.roots, is_root)) return true;
    return std::ranges::any_of(table.rows, [&](const Row& other) {
      return other.cells[index].value == above && ScopeOf(table, other) == ScopeOf(table, row);
    });
  };
  for (size_t rows = table.rows.size() + 1; rows > table.rows.size();) {
    rows = table.rows.size();
    std::vector<Row> standing;
    std::ranges::copy_if(table.rows, std::back_inserter(standing), stands);
    table.rows = std::move(standing);
  }
}

// Rows whose parent is gone are in no list.
void TakeAwayOrphans(World& world) {
  for (Table& table : world.tables) {
    if (table.parent < 0) {
      TakeAwayBelow(table);
      continue;
    }
    const Table& parent = world.tables[static_cast<size_t>(table.parent)];
    std::erase_if(table.rows, [&](const Row& row) {
      return std::ranges::none_of(parent.rows, [&](const Row& above) {
        for (size_t i = 0; i < table.columns.size(); ++i) {
          const Column& column = table.columns[i];
          if (column.origin != Column::Origin::kParent) continue;
          if (row.cells[i].value != above.cells[column.parent_column].value) return false;
        }
        return true;
      });
    });
    TakeAwayBelow(table);
  }
}

// Without its value an input is not read, and the two sides mean other rows.
bool GivesInputs(const World& world, const std::string& sql) {
  static const std::regex kSeen(R"(gen\.w\.(t\d+)_seen AS (a\d+))");
  for (std::sregex_iterator at(sql.begin(), sql.end(), kSeen), end; at != end; ++at) {
    const auto table = std::ranges::find(world.tables, (*at)[1].str(), &Table::name);
    if (table == world.tables.end()) return false;
    const std::string input =
        (*at)[2].str() + "." + table->columns[static_cast<size_t>(table->OptionalInput())].name;
    static const std::regex kDot(R"(\.)");
    const std::regex given(std::regex_replace(input, kDot, "\\.") + "( =| IN|=)");
    if (!std::regex_search(sql, given)) return false;
  }
  return true;
}

// The words of an error without what is of this table, value or request.
std::string WordsOf(const std::string& error) {
  static const std::regex kParticular(R"('[^']*'|http://\S+|gen\.w\.\w+|\w*\d\w*)");
  return std::regex_replace(error, kParticular, "");
}

class Reduction {
 public:
  Reduction(World world, Statement statement, uint64_t number, const Comparison& fault)
      : world_(std::move(world)),
        statement_(std::move(statement)),
        number_(number),
        fault_(fault) {}

  std::string Run() {
    if (!StillWrong(world_, statement_)) return "(right in a session of its own)\n" + Text();
    ShortenStatement();
    ShortenRows();
    const Comparison comparison = Compare(world_, statement_);
    return Text() + comparison.details;
  }

 private:
  Comparison Compare(const World& world, const Statement& statement) const {
    const StatusOr<std::unique_ptr<Lab>> lab = Lab::Open(world);
    if (!lab.ok()) return {.details = lab.status().message()};
    (*lab)->ChooseSettings(number_);
    return (*lab)->Compare(statement);
  }

  bool StillWrong(const World& world, const Statement& statement) const {
    const Comparison comparison = Compare(world, statement);
    return comparison.verdict == fault_.verdict &&
           WordsOf(comparison.error) == WordsOf(fault_.error);
  }

  void ShortenStatement() {
    std::string& text = statement_.write ? statement_.where : statement_.select;
    text = differential::Shrink(text, [&](const std::string& shorter) {
      Statement other = statement_;
      (other.write ? other.where : other.select) = shorter;
      const std::string all = other.write ? other.write->target + " " + shorter : shorter;
      return GivesInputs(world_, all) && StillWrong(world_, other);
    });
  }

  void ShortenRows() {
    for (size_t table = 0; table < world_.tables.size(); ++table) {
      for (size_t row = world_.tables[table].rows.size(); row-- > 0;) {
        if (row >= world_.tables[table].rows.size()) continue;
        World fewer = world_;
        auto& rows = fewer.tables[table].rows;
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(row));
        TakeAwayOrphans(fewer);
        if (StillWrong(fewer, statement_)) world_ = std::move(fewer);
      }
    }
  }

  std::string Text() const {
    const std::string sql = ApiText(world_, statement_);
    std::string text;
    for (const Document& document : DocumentsOf(world_)) {
      text += "# " + document.file + "\n" + document.text;
    }
    for (const Table& table : world_.tables) {
      text += "rows of " + table.name + ":\n";
      for (const Row& row : table.rows) {
        text += "  " + std::to_string(row.id) + " seen " + std::to_string(row.seen) + ":";
        for (size_t i = 0; i < row.cells.size(); ++i) {
          text += " " + table.columns[i].name + "=" + SqlLiteral(row.cells[i].value);
        }
        text += "  " + RowJson(table, row) + "\n";
      }
    }
    return text + sql + "\n";
  }

  World world_;
  Statement statement_;
  uint64_t number_;
  Comparison fault_;
};

}  // namespace

std::string ReportFault(const World& world, const Statement& statement, uint64_t number,
                        const Comparison& fault) {
  return std::string(VerdictName(fault.verdict)) + "\n" + ApiText(world, statement) + "\n" +
         fault.details + "shorter:\n" + Reduction(world, statement, number, fault).Run();
}

}  // namespace apisql::generated
