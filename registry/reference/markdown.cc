#include "registry/reference/markdown.h"

namespace apisql {
namespace {

std::string CellText(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c == '\n' ? ' ' : c;
  }
  return cell;
}

}  // namespace

std::string Code(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string MarkdownRow(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const std::string& cell : cells) row += " " + CellText(cell) + " |";
  return row + "\n";
}

std::string MarkdownHead(const std::vector<std::string>& names) {
  return MarkdownRow(names) + MarkdownRow(std::vector<std::string>(names.size(), "---"));
}

}  // namespace apisql
