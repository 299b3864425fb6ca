#include "tests/generated/writes/resource_document.h"

#include <string_view>

#include "src/base/text.h"

namespace apisql::generated::writes {
namespace {

constexpr std::string_view kProviderDocument = R"(provider: gen
description: A provider that is written.
servers:
  main:
    url: "https://{site}.gen.test/api/{version}"
    variables: {site: {description: the site}, version: {default: v1, values: [v1, v2]}}
    headers: {X-Server: "1"}
headers: {X-Api: gen}
max_concurrency: 4
rows: /data
paging: none
errors: [{message: /message, code: /code}]
)";

std::string QuotedJson(const std::string& text) { return nlohmann::json(text).dump(); }

std::string PointerTo(const std::vector<std::string>& path) { return "/" + Join(path, "/"); }

class ResourceDocument {
 public:
  explicit ResourceDocument(const Resource& resource) : resource_(resource) {}

  std::string Text() {
    Line("table: " + FullNameOf(resource_));
    Line("description: A table.");
    if (resource_.form) {
      constexpr const char* kArrays[] = {"indexes", "brackets", "repeated"};
      Line("content: form");
      Line(std::string("form: {arrays: ") + kArrays[static_cast<size_t>(resource_.arrays)] +
           ", nulls: " + (resource_.empty_is_null ? "empty" : "error") + "}");
    } else if (!resource_.json_kind.empty()) {
      Line("content: " + resource_.json_kind);
    }
    if (resource_.table_header) Line("headers: {X-Table: " + resource_.name + "}");
    WriteKey();
    WriteColumns();
    Line("methods:");
    WriteReads();
    WriteWrite("insert", "post", ListPath());
    WriteWrite("update", resource_.update_verb, RowPath());
    if (resource_.has_delete) WriteWrite("delete", "delete", RowPath());
    return text_;
  }

 private:
  void Line(const std::string& line) { text_ += line + "\n"; }

  void WriteKey() {
    std::string key;
    if (resource_.areas != Resource::Areas::kNone) key += resource_.area() + ", ";
    if (resource_.boxes != Resource::Boxes::kNone && resource_.box_in_key) key += "box, ";
    Line("key: [" + key + resource_.key() + "]");
  }

  void WriteColumns() {
    Line("columns:");
    if (resource_.makes_key) Line("  id: {path: /id}");
    Line("  name: {path: /name, write: [create], required: true}");
    if (resource_.boxes != Resource::Boxes::kNone) Line("  box: {source: parameter}");
    if (resource_.areas != Resource::Areas::kNone) {
      Line("  " + resource_.area() + ": {source: parameter, hidden: true}");
    }
    for (const Member& member : resource_.members) WriteMember(member);
    if (resource_.guard == Resource::Guard::kMember) Line("  etag: {path: /etag}");
    if (resource_.guard == Resource::Guard::kHeader) {
      Line("  etag: {path: \"header:ETag\", hidden: true}");
    }
    if (resource_.watch == Resource::Watch::kRow) Line("  state: {path: /state}");
    if (resource_.has_account) {
      Line("  account: {path: \"header:X-Account\", header_in_lists: true}");
    }
  }

  void WriteMember(const Member& member) {
    const Column& column = member.column;
    std::string line = "  " + column.name + ": {type: " + std::string(TypeName(column.type));
    if (column.time != TimeForm::kText) line += ", time: " + TimeWord(column.time);
    const std::string place = QuotedJson(PointerTo(column.path));
    if (column.two_places) {
      line += ", path: [" + place + ", " + QuotedJson("/other" + PointerTo(column.path)) + "]";
      if (member.creates || member.updates) line += ", write_path: " + place;
    } else {
      line += ", path: " + place;
    }
    if (member.secret) line += ", secret: true";
    if (member.creates || member.updates) {
      line += std::string(", write: [") + (member.creates ? "create" : "") +
              (member.creates && member.updates ? ", " : "") + (member.updates ? "update" : "") +
              "]";
    }
    Line(line + "}");
  }

  std::string ListPath() const {
    std::string path = "/" + resource_.name;
    if (resource_.areas == Resource::Areas::kSegment) path += "{/area}";
    if (resource_.boxes == Resource::Boxes::kSegment) path += "/in/{box}";
    if (resource_.boxes == Resource::Boxes::kSlashes) path += "/in/{+box}";
    return path + "/rows";
  }
  std::string RowPath() const { return ListPath() + "/{" + resource_.key() + "}"; }

  void WriteParents() {
    if (!resource_.box_from_parent) return;
    Line("    path_parameters: {box: {from: {table: " + BoxTableOf(resource_) +
         ", column: name}}}");
  }

  void WriteAbsent() {
    Line(std::string("    absent: [404") +
         (resource_.tombstones ? ", {path: /deleted, values: [\"true\"]}]" : "]"));
  }

  void WriteReads() {
    Line("  list_rows:");
    Line("    verb: select");
    Line("    get: " + QuotedJson(ListPath()));
    WriteParents();
    if (resource_.tombstones) Line("    absent: [{path: /deleted, values: [\"true\"]}]");
    if (resource_.paged) {
      Line("    paging: {style: token, token_parameter: cursor, next: /next}");
    }
    if (!resource_.has_get) return;
    Line("  get_row:");
    Line("    verb: select");
    Line("    get: " + QuotedJson(RowPath()));
    WriteParents();
    Line(std::string("    row: ") + (resource_.wraps ? "/item" : "/"));
    WriteAbsent();
  }

  void WriteWrite(const std::string& verb, const std::string& http, const std::string& path) {
    Line("  " + verb + "_row:");
    Line("    verb: " + verb);
    Line("    " + http + ": " + QuotedJson(path));
    WriteParents();
    // The write's own word takes the place of the provider's.
    Line("    headers: {X-Api: " + verb + "}");
    if (verb == "update") WriteUpdate();
    const Json& base = verb == "insert" ? resource_.create_base : resource_.update_base;
    if (verb != "delete" && !base.is_null()) Line("    base_body: " + base.dump());
    if (resource_.keyed) Line("    idempotency_key: Idempotency-Key");
    if (verb != "insert" && resource_.guard != Resource::Guard::kNone) {
      Line("    filters: {etag: {in: header, parameter: If-Match, required: true}}");
    }
    const bool answers = resource_.answers_row && verb != "delete";
    if (answers) Line(std::string("    returns: ") + (resource_.wraps ? "/item" : "/"));
    if (verb == "update" && answers) {
      WriteAbsent();
    } else if (verb != "insert") {
      Line("    absent: [404]");
    }
    WriteAwait(verb);
  }

  void WriteUpdate() {
    if (resource_.body == Resource::Body::kWhole) Line("    body: whole");
    if (resource_.body == Resource::Body::kMerged) {
      Line("    body: merged");
      const Member* secret = resource_.Find("word");
      const std::string kept = secret != nullptr ? ", " + PointerTo(secret->column.path) : "";
      Line("    without: [/etag, /state, /extra/views" + kept + "]");
    }
    std::string nulls;
    for (const Member& member : resource_.members) {
      if (!member.clears) continue;
      nulls += (nulls.empty() ? "" : ", ") + member.column.name + ": {path: \"/clear/" +
               member.column.name + "\", value: true}";
    }
    if (!nulls.empty()) Line("    nulls: {" + nulls + "}");
  }

  void WriteAwait(const std::string& verb) {
    using Watch = Resource::Watch;
    const std::string pause = ", interval: 1, timeout: 10}";
    if (resource_.watch == Watch::kOperation) {
      const bool row = resource_.answers_row && verb != "delete";
      Line(
          "    await: {operation: /operation/id, get: \"/ops/{operation}\", field: /status, "
          "done: [DONE], failed: [FAILED]" +
          std::string(row ? ", result: /response" : "") + pause);
    } else if (resource_.watch == Watch::kLocation) {
      Line("    await: {operation: \"header:Location\"" + pause);
    } else if (resource_.watch == Watch::kRow) {
      const bool gone = verb == "delete";
      const std::string state = resource_.wraps ? "/item/state" : "/state";
      Line(std::string("    await: {method: get_row") +
           (gone ? "" : ", field: " + state + ", done: [READY], failed: [FAILED]") + pause);
    }
  }

  const Resource& resource_;
  std::string text_;
};

std::string BoxDocument(const Resource& resource) {
  return "table: " + BoxTableOf(resource) +
         "\ndescription: Boxes.\nkey: [name]\ncolumns: {name: {path: /name}}\n"
         "methods: {list_boxes: {verb: select, get: /boxes_" +
         resource.name + "}}\n";
}

}  // namespace

std::vector<Document> DocumentsOf(const Api& api) {
  std::vector<Document> documents = {{"provider.yaml", std::string(kProviderDocument)}};
  for (const Resource& resource : api.resources) {
    documents.push_back({"w." + resource.name + ".yaml", ResourceDocument(resource).Text()});
    if (!resource.box_from_parent) continue;
    documents.push_back({"w.boxes_" + resource.name + ".yaml", BoxDocument(resource)});
  }
  return documents;
}

}  // namespace apisql::generated::writes
