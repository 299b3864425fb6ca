#include "sandbox/random.h"

namespace apisql::sandbox {

uint64_t Mix(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

uint64_t MixText(uint64_t key, std::string_view text) {
  uint64_t hash = Mix(key ^ text.size());
  for (const char c : text) hash = Mix(hash + static_cast<unsigned char>(c));
  return hash;
}

uint64_t Random::Next() {
  state_ += 0x9e3779b97f4a7c15ULL;
  return Mix(state_);
}

uint64_t Random::Below(uint64_t bound) { return Next() % bound; }

int64_t Random::Between(int64_t low, int64_t high) {
  return low + static_cast<int64_t>(Below(static_cast<uint64_t>(high - low) + 1));
}

bool Random::Chance(int percent) { return Below(100) < static_cast<uint64_t>(percent); }

std::string Random::Text(std::string_view alphabet, size_t length) {
  std::string text(length, '\0');
  for (char& c : text) c = alphabet[Below(alphabet.size())];
  return text;
}

std::string Random::Uuid() {
  std::string text = Text(kHexDigits, 36);
  for (const size_t dash : {8, 13, 18, 23}) text[dash] = '-';
  text[14] = '4';
  return text;
}

}  // namespace apisql::sandbox
