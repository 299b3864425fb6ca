#include "tests/documentation/picture.h"

#include "shell/output/display.h"

namespace apisql {
namespace {

// Of a character, in tenths of a unit, so that numbers are written alike everywhere.
constexpr size_t kWidth = 84;
constexpr size_t kHeight = 190;
constexpr size_t kMargin = 160;
constexpr size_t kBaseline = 140;

constexpr const char* kStyle =
    "<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans "
    "Mono','Liberation Mono',monospace;fill:#d5dae1}"
    ".b{font-weight:bold;fill:#fff}.d{fill:#8b949e}.u{text-decoration:underline}"
    ".i{fill:#161b22}.p{fill:#161b22;stroke:#30363d}.r{fill:#d5dae1}</style>\n";

std::string Tenths(size_t tenths) {
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10));
}

std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '<') {
      escaped += "&lt;";
    } else if (c == '&') {
      escaped += "&amp;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string Classes(const Paint& paint) {
  std::string classes;
  if (paint.bold) classes += " b";
  if (paint.dim) classes += " d";
  if (paint.underlined) classes += " u";
  if (paint.inverse) classes += " i";
  return classes.empty() ? "" : " class=\"" + classes.substr(1) + "\"";
}

std::string Rectangle(size_t x, size_t y, size_t width, size_t height, const char* rest) {
  return "<rect x=\"" + Tenths(x) + "\" y=\"" + Tenths(y) + "\" width=\"" + Tenths(width) +
         "\" height=\"" + Tenths(height) + "\" " + rest + "/>\n";
}

// Blanks at the ends of a run are left out: what renders them may squeeze them.
std::string RunAt(const PaintedRun& run, size_t column, size_t top) {
  const size_t first = run.text.find_first_not_of(' ');
  std::string svg;
  if (run.paint.inverse) {
    svg += Rectangle(kMargin + column * kWidth, top, DisplayWidth(run.text) * kWidth, kHeight,
                     "class=\"r\"");
  }
  if (first == std::string::npos) return svg;
  const std::string text = run.text.substr(first, run.text.find_last_not_of(' ') + 1 - first);
  return svg + "<text x=\"" + Tenths(kMargin + (column + first) * kWidth) + "\" y=\"" +
         Tenths(top + kBaseline) + "\" textLength=\"" + Tenths(DisplayWidth(text) * kWidth) + "\"" +
         Classes(run.paint) + ">" + Escaped(text) + "</text>\n";
}

}  // namespace

std::string Picture(const std::vector<PaintedLine>& lines, size_t columns,
                    const std::string& title) {
  const size_t width = 2 * kMargin + columns * kWidth;
  const size_t height = 2 * kMargin + lines.size() * kHeight;
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + Tenths(width) +
                    "\" height=\"" + Tenths(height) + "\" viewBox=\"0 0 " + Tenths(width) + " " +
                    Tenths(height) + "\" role=\"img\" xml:space=\"preserve\">\n<title>" +
                    Escaped(title) + "</title>\n" + kStyle +
                    Rectangle(5, 5, width - 10, height - 10, "rx=\"8\" class=\"p\"");
  for (size_t i = 0; i < lines.size(); ++i) {
    size_t column = 0;
    for (const PaintedRun& run : lines[i]) {
      svg += RunAt(run, column, kMargin + i * kHeight);
      column += DisplayWidth(run.text);
    }
  }
  return svg + "</svg>\n";
}

}  // namespace apisql
