#include "vtab/prepared/result_table.h"

namespace apisql {
namespace {

struct Viewer {
  Value operator()(const std::string& text) const { return std::string_view(text); }
  Value operator()(const BlobValue& blob) const { return Blob{blob.bytes}; }
  template <typename Number>
  Value operator()(const Number& number) const {
    return number;
  }
};

struct Copier {
  SqlValue operator()(std::string_view text) const { return std::string(text); }
  SqlValue operator()(const Blob& blob) const { return BlobValue{std::string(blob.bytes)}; }
  template <typename Number>
  SqlValue operator()(const Number& number) const {
    return number;
  }
};

}  // namespace

Value ViewOf(const SqlValue& value) { return std::visit(Viewer(), value); }
SqlValue CopyOf(const Value& value) { return std::visit(Copier(), value); }

}  // namespace apisql
