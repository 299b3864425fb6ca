#include "registry/reference/documents_page.h"

#include <vector>

#include "registry/keys/places.h"
#include "registry/keys/schema.h"
#include "registry/reference/markdown.h"
#include "src/base/text.h"
#include "src/paging/paginator.h"

namespace apisql {
namespace {

std::string LinkTo(const Place& place) {
  const std::string name(place.name);
  return "[" + name + "](#" + name + ")";
}

std::string ChoicesText(const Key& key) {
  std::vector<std::string> words;
  for (const std::string_view word : ChoicesOf(key)) words.push_back(Code(word));
  return Join(words, ", ");
}

std::string RangeText(const Key& key) {
  return std::to_string(key.rules.least) + " to " + std::to_string(key.rules.most);
}

std::string MapsText(const Key& key) {
  const std::string maps = "list of " + LinkTo(*key.rules.of);
  return key.rules.most == 0 ? maps : maps + ", or of numbers from " + RangeText(key);
}

std::string TypeText(const Key& key) {
  switch (key.type) {
    case KeyType::kText:
      return "text";
    case KeyType::kName:
      return "name";
    case KeyType::kColumn:
      return "name of a column or method";
    case KeyType::kTable:
      return "provider.service.table";
    case KeyType::kPath:
      return "path";
    case KeyType::kPaths:
      return "path, or list of paths";
    case KeyType::kPlaces:
      return "path, list of paths, or header:NAME";
    case KeyType::kAnswerPlace:
      return "path, or `header:NAME`";
    case KeyType::kRequestPlace:
      return "name, path in the body, or `header:NAME`";
    case KeyType::kUrlPath:
      return "path of a URL";
    case KeyType::kBoolean:
      return "true or false";
    case KeyType::kInteger:
      return RangeText(key);
    case KeyType::kChoice:
      return ChoicesText(key);
    case KeyType::kTexts:
      return "list of texts";
    case KeyType::kColumns:
      return "list of names";
    case KeyType::kTables:
      return "list of provider.service.table";
    case KeyType::kChoices:
      return "list of " + ChoicesText(key);
    case KeyType::kMap:
      return LinkTo(*key.rules.of);
    case KeyType::kMaps:
      return MapsText(key);
    case KeyType::kNamedMaps:
      return "names, each with " + LinkTo(*key.rules.of);
    case KeyType::kNamedTexts:
      return "names, each with a text";
    case KeyType::kStatuses:
      return "statuses from " + RangeText(key) + ", each with a text";
    case KeyType::kAny:
      break;
  }
  return "any value";
}

std::string KeyText(const Key& key) {
  std::string type = TypeText(key);
  if (!key.rules.word.empty()) type += ", or " + Code(key.rules.word);
  std::string words = key.rules.required ? "Required. " : "";
  words += key.words;
  if (const std::string where = WhereText(key); !where.empty()) words += " " + where;
  return MarkdownRow({Code(key.name), type, words});
}

// "Exactly one of `get`, `post` ..."
std::string AlternativesText(const Place& place) {
  if (place.alternatives.empty()) return "";
  std::vector<std::string> texts;
  for (const std::string_view keys : place.alternatives) {
    std::vector<std::string> together;
    for (const std::string& key : Split(keys, ' ')) together.push_back(Code(key));
    texts.push_back(Join(together, " with "));
  }
  return " Exactly one must be there: " + Join(texts, ", ") + ".";
}

std::string PlaceText(const Place& place) {
  std::string text = "\n### " + std::string(place.name) + "\n\n" + std::string(place.words) +
                     AlternativesText(place) + (place.open ? " Takes other keys, too." : "") +
                     "\n\n" + MarkdownHead({"key", "value", ""});
  for (const Key& key : place.keys) text += KeyText(key);
  return text;
}

std::string StylesText() {
  std::string text = "\nWhat each style of paging cannot do without:\n\n";
  text += MarkdownHead({"style", "needs"});
  for (const std::string_view style : PaginatorStyles()) {
    std::vector<std::string> needs;
    for (const std::string_view key : NeedsOfStyle(style)) needs.push_back(Code(key));
    text += MarkdownRow({Code(style), needs.empty() ? "nothing" : Join(needs, ", ")});
  }
  return text;
}

}  // namespace

std::string DocumentsPage() {
  std::string text = "\n## Keys of documents\n";
  for (const Place* place : DocumentPlaces()) {
    text += PlaceText(*place);
    if (place == &kPaging) text += StylesText();
  }
  text += "\n## Keys of the config file\n";
  for (const Place* place : PlacesBelow(kConfig)) text += PlaceText(*place);
  return text;
}

}  // namespace apisql
