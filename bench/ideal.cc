// ideal: the calls that each benchmark needs and no others, made by hand with libcurl and parsed
// with simdjson's DOM, as a program would be written for that one question. apisql is compared with
// it.
//
//   ideal scan URL LIST...             each list from its first page to its last, one after
//   another;
//                                      a LIST that begins with '/' is a path
//   ideal lookups URL OUTER INNER N    the rows of OUTER in one page, then the row of INNER that
//                                      each refers to, N requests in flight
//   ideal fan_out URL PARENTS N        the rows of PARENTS in one page, then the rows that belong
//                                      to each, N requests in flight
//   ideal paths URL N PATH...          each path, N requests in flight: a page of rows, or one row
//   ideal owners URL USERS KEYS N      the list USERS, then the rows of KEYS that each owns, N
//                                      requests in flight
//   ideal served URL                   how many requests the server has answered
//
// Prints the number of rows and the bytes of the texts read from them: id, display_name, owner and
// resource, and created_at. One thread; connections are kept; the parser and the buffers are used
// again for each page. Signs in as IDEAL_USER ("name:password") where that is set.
#include <curl/curl.h>
#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using simdjson::dom::element;

[[noreturn]] void Fail(const std::string& reason) {
  std::fprintf(stderr, "ideal: %s\n", reason.c_str());
  std::exit(1);
}

struct Totals {
  size_t rows = 0;
  size_t bytes = 0;
};

std::string_view Text(simdjson::simdjson_result<element> value) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) Fail("a text is missing");
  return text;
}

// "" where there is no such member: some keys of the sandbox have no owner, and its last page names
// no next one.
std::string_view TextIfAny(simdjson::simdjson_result<element> value) {
  return value.error() == simdjson::NO_SUCH_FIELD ? std::string_view() : Text(value);
}

void ReadRow(element row, Totals* totals) {
  ++totals->rows;
  totals->bytes += Text(row["id"]).size() + TextIfAny(row["spec"]["display_name"]).size() +
                   TextIfAny(row["spec"]["owner"]["id"]).size() +
                   TextIfAny(row["spec"]["resource"]["id"]).size() +
                   Text(row["metadata"]["created_at"]).size();
}

size_t Append(char* data, size_t, size_t size, void* body) {
  static_cast<std::string*>(body)->append(data, size);
  return size;
}

// One request after another over one handle.
class Fetcher {
 public:
  Fetcher() : easy_(curl_easy_init()) {
    curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, Append);
    curl_easy_setopt(easy_, CURLOPT_WRITEDATA, &body_);
    curl_easy_setopt(easy_, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(easy_, CURLOPT_PROXY, "");
    curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
    if (const char* user = std::getenv("IDEAL_USER")) {
      curl_easy_setopt(easy_, CURLOPT_USERPWD, user);
    }
  }
  ~Fetcher() { curl_easy_cleanup(easy_); }
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;

  CURL* Prepare(const std::string& url) {
    body_.clear();
    curl_easy_setopt(easy_, CURLOPT_URL, url.c_str());
    return easy_;
  }

  // The document of what was received; valid until the next Prepare().
  element Parse() {
    body_.reserve(body_.size() + simdjson::SIMDJSON_PADDING);
    element root;
    if (parser_.parse(body_.data(), body_.size(), false).get(root) != simdjson::SUCCESS) {
      Fail("a page is no JSON");
    }
    return root;
  }

  element Get(const std::string& url) {
    const CURLcode code = curl_easy_perform(Prepare(url));
    if (code != CURLE_OK) Fail(url + ": " + curl_easy_strerror(code));
    return Parse();
  }

 private:
  CURL* easy_;
  std::string body_;
  simdjson::dom::parser parser_;
};

// Calls read(row) for each row of a list.
template <typename Read>
void ReadList(Fetcher* fetcher, const std::string& list_url, Read read) {
  std::string token;
  do {
    const char* mark = list_url.find('?') == std::string::npos ? "?" : "&";
    const element root = fetcher->Get(list_url + mark + "page_size=100" + token);
    for (const element row : root["data"].get_array()) read(row);
    const std::string_view next = TextIfAny(root["metadata"]["next"]);
    const size_t at = next.find("page_token=");
    token = at == std::string_view::npos ? "" : "&" + std::string(next.substr(at));
  } while (!token.empty());
}

// The field `path` of each row of a list that comes in one page.
std::vector<std::string> OnePage(const std::string& url, const char* path) {
  Fetcher fetcher;
  std::vector<std::string> values;
  for (const element row : fetcher.Get(url)["data"].get_array()) {
    values.emplace_back(Text(row.at_pointer(path)));
  }
  return values;
}

// Gets every URL, `width` at a time, and hands each answer to `read`.
template <typename Read>
void GetAll(const std::vector<std::string>& urls, size_t width, Read read) {
  CURLM* multi = curl_multi_init();
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(width));
  {
    std::vector<Fetcher> fetchers(std::min(width, urls.size()));
    size_t next = 0;
    for (Fetcher& fetcher : fetchers) curl_multi_add_handle(multi, fetcher.Prepare(urls[next++]));
    for (size_t left = urls.size(); left > 0;) {
      int running = 0;
      int messages = 0;
      curl_multi_perform(multi, &running);
      while (const CURLMsg* message = curl_multi_info_read(multi, &messages)) {
        CURL* easy = message->easy_handle;
        if (message->data.result != CURLE_OK) Fail(curl_easy_strerror(message->data.result));
        Fetcher* fetcher = nullptr;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, &fetcher);
        curl_multi_remove_handle(multi, easy);
        read(fetcher->Parse());
        --left;
        if (next < urls.size()) curl_multi_add_handle(multi, fetcher->Prepare(urls[next++]));
      }
      if (left > 0) curl_multi_perform(multi, &running);
      if (left > 0) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
    }
  }
  curl_multi_cleanup(multi);
}

Totals Scan(const std::string& url, const std::vector<std::string>& lists) {
  Totals totals;
  Fetcher fetcher;
  for (const std::string& list : lists) {
    ReadList(&fetcher, url + (list.starts_with('/') ? "" : "/lists/") + list,
             [&](element row) { ReadRow(row, &totals); });
  }
  return totals;
}

Totals Lookups(const std::string& url, const std::vector<std::string>& words) {
  Totals totals;
  std::vector<std::string> urls = OnePage(url + "/lists/" + words[0], "/spec/resource/id");
  for (std::string& key : urls) key = url + "/lists/" + words[1] + "/" + key;
  GetAll(urls, std::stoul(words[2]), [&](element row) { ReadRow(row, &totals); });
  return totals;
}

Totals FanOut(const std::string& url, const std::vector<std::string>& words) {
  Totals totals;
  const std::string parents = url + "/lists/" + words[0];
  std::vector<std::string> urls = OnePage(parents, "/id");
  for (std::string& parent : urls) parent = parents + "/" + parent + "/rows";
  GetAll(urls, std::stoul(words[1]), [&](element root) {
    for (const element row : root["data"].get_array()) ReadRow(row, &totals);
  });
  return totals;
}

// A page of rows, or one row.
void ReadAnswer(element root, Totals* totals) {
  simdjson::dom::array rows;
  if (root["data"].get(rows) != simdjson::SUCCESS) return ReadRow(root, totals);
  for (const element row : rows) ReadRow(row, totals);
}

Totals Paths(const std::string& url, const std::vector<std::string>& words) {
  Totals totals;
  std::vector<std::string> urls(words.begin() + 1, words.end());
  for (std::string& path : urls) path.insert(0, url);
  GetAll(urls, std::stoul(words[0]), [&](element root) { ReadAnswer(root, &totals); });
  return totals;
}

Totals Owners(const std::string& url, const std::vector<std::string>& words) {
  Totals totals;
  Fetcher fetcher;
  std::vector<std::string> urls;
  ReadList(&fetcher, url + "/lists/" + words[0], [&](element row) {
    urls.push_back(url + "/lists/" + words[1] +
                   "?page_size=100&owner=" + std::string(Text(row["spec"]["owner"]["id"])));
  });
  GetAll(urls, std::stoul(words[2]), [&](element root) { ReadAnswer(root, &totals); });
  return totals;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() < 2) Fail("see the top of ideal.cc");
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::string& mode = words[0];
  const std::string& url = words[1];
  const std::vector<std::string> rest(words.begin() + 2, words.end());
  Totals totals;
  if (mode == "scan") {
    totals = Scan(url, rest);
  } else if (mode == "lookups" && rest.size() == 3) {
    totals = Lookups(url, rest);
  } else if (mode == "fan_out" && rest.size() == 2) {
    totals = FanOut(url, rest);
  } else if (mode == "paths" && rest.size() >= 2) {
    totals = Paths(url, rest);
  } else if (mode == "owners" && rest.size() == 3) {
    totals = Owners(url, rest);
  } else if (mode == "served") {
    std::printf("%lld\n", static_cast<long long>(
                              Fetcher().Get(url + "/served")["served"].get_int64().value_unsafe()));
    return 0;
  } else {
    Fail("no mode " + mode);
  }
  std::printf("%zu,%zu\n", totals.rows, totals.bytes);
  return 0;
}
