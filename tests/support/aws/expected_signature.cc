#include "tests/support/aws/expected_signature.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "src/base/text.h"
#include "src/json/writer.h"

namespace apisql {
namespace {

struct ClosePipe {
  void operator()(FILE* pipe) const { pclose(pipe); }
};

std::string Output(const std::string& command) {
  const std::unique_ptr<FILE, ClosePipe> pipe(popen(command.c_str(), "r"));
  std::string text;
  std::array<char, 4096> part{};
  while (pipe != nullptr && fgets(part.data(), part.size(), pipe.get()) != nullptr) {
    text += part.data();
  }
  return text;
}

// Debian's package is for its own Python, which need not be the first in PATH.
std::string PythonWithLibrary() {
  for (const std::string python : {"/usr/bin/python3", "python3"}) {
    const std::string probe = python + " -c 'import botocore; print(1)' 2>/dev/null";
    if (Output(probe) == "1\n") return python;
  }
  return "";
}

std::string HeadersJson(const ReceivedRequest& request) {
  std::vector<std::string> pairs;
  for (const auto& [name, value] : request.headers) {
    pairs.push_back("[" + QuoteJson(name) + "," + QuoteJson(value) + "]");
  }
  return "[" + Join(pairs, ",") + "]";
}

std::string LineOf(const ReceivedRequest& request) {
  const auto member = [](const char* name, const std::string& text) {
    return QuoteJson(name) + ":" + QuoteJson(text) + ",";
  };
  return "{" + member("method", request.method) + member("url", request.url) +
         member("body", request.body) + member("access_key_id", request.access_key_id) +
         member("secret_access_key", request.secret_access_key) +
         member("session_token", request.session_token) + member("service", request.service) +
         member("region", request.region) + "\"headers\":" + HeadersJson(request) + "}\n";
}

}  // namespace

ReceivedRequest ReadRequest(const std::string& text, const std::string& origin) {
  ReceivedRequest request;
  const size_t head_end = text.find("\r\n\r\n");
  if (head_end != std::string::npos) request.body = text.substr(head_end + 4);
  const std::vector<std::string> lines = Split(text.substr(0, head_end), '\n');
  const std::vector<std::string> words = Split(lines.front(), ' ');
  request.method = words.at(0);
  request.url = origin + words.at(1);
  for (size_t i = 1; i < lines.size(); ++i) {
    const size_t colon = lines[i].find(':');
    if (colon == std::string::npos) continue;
    request.headers.emplace_back(lines[i].substr(0, colon),
                                 std::string(StripBlanks(lines[i].substr(colon + 1))));
  }
  return request;
}

std::string HeaderOf(const ReceivedRequest& request, const std::string& name) {
  for (const auto& [known, value] : request.headers) {
    if (EqualsIgnoreCase(known, name)) return value;
  }
  return "";
}

std::optional<std::vector<std::string>> ExpectedSignatures(
    std::span<const ReceivedRequest> requests) {
  const std::string python = PythonWithLibrary();
  if (python.empty()) return std::nullopt;
  const auto file = std::filesystem::temp_directory_path() /
                    ("apisql_signatures_" + std::to_string(getpid()) + ".json");
  {
    std::ofstream out(file);
    for (const ReceivedRequest& request : requests) out << LineOf(request);
  }
  const std::string text = Output(python + " " APISQL_SIGN_SCRIPT " < " + file.string());
  std::filesystem::remove(file);
  std::vector<std::string> lines = Split(text, '\n');
  lines.pop_back();
  return lines;
}

}  // namespace apisql
