#include "registry/keys/places.h"

#include <algorithm>

namespace apisql {
namespace {

void AddPlaces(const Place& place, std::vector<const Place*>& places) {
  if (std::ranges::find(places, &place) != places.end()) return;
  places.push_back(&place);
  for (const Key& key : place.keys) {
    if (key.rules.of != nullptr) AddPlaces(*key.rules.of, places);
  }
}

}  // namespace

std::vector<const Place*> PlacesBelow(const Place& root) {
  std::vector<const Place*> places;
  AddPlaces(root, places);
  return places;
}

std::vector<const Place*> DocumentPlaces() {
  std::vector<const Place*> places;
  AddPlaces(kProvider, places);
  AddPlaces(kTable, places);
  return places;
}

}  // namespace apisql
