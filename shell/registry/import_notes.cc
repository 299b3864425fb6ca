#include "shell/registry/import_notes.h"

#include <functional>
#include <map>

#include "shell/output/display.h"

namespace apisql {

void WriteImportNotes(const std::vector<ImportNote>& notes, std::string_view word, Output& out) {
  std::multimap<std::string, const ImportNote*> by_file;
  for (const ImportNote& note : notes) by_file.emplace(note.file, &note);
  for (const auto& [file, told] : by_file) {
    const ImportNote& note = *told;
    out.Write(Visible(file + ":" + std::to_string(note.line) + ": " + note.name + ": " +
                      std::string(word) + note.reason) +
              "\n");
  }
}

void WriteReasonCounts(const std::vector<ImportNote>& notes, std::string_view title, Output& out) {
  if (notes.empty()) return;
  std::map<std::string, size_t> counts;
  for (const ImportNote& note : notes) ++counts[note.reason];
  std::multimap<size_t, std::string, std::greater<>> sorted;
  for (const auto& [reason, count] : counts) sorted.emplace(count, reason);
  constexpr size_t kMostShown = 20;
  out.Write("\n" + std::to_string(notes.size()) + " " + std::string(title) + "\n");
  size_t shown = 0;
  for (const auto& [count, reason] : sorted) {
    if (++shown > kMostShown) break;
    out.Write("  " + std::to_string(count) + "  " + Visible(reason) + "\n");
  }
  if (sorted.size() > kMostShown) {
    out.Write("  and " + std::to_string(sorted.size() - kMostShown) + " more reasons\n");
  }
}

std::string CountText(size_t number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

}  // namespace apisql
