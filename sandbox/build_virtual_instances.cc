// Rockset's virtual instances: the default one, one that is suspended, and others.
#include <array>

#include "sandbox/builder.h"

namespace apisql::sandbox {
namespace {

constexpr std::array<std::string_view, 6> kSizes = {"XSMALL", "SMALL",  "MEDIUM",
                                                    "LARGE",  "XLARGE", "XLARGE2"};
constexpr std::array<std::string_view, 6> kInstanceNames = {
    "default", "prod_vi", "nightly reports", "dev / ad hoc", "ingest", "ML experiments (old)"};

VirtualInstance MakeInstance(const Builder& builder, Random& random) {
  VirtualInstance instance;
  instance.id = random.Uuid();
  instance.created_at = builder.DaysAgo(random, 100, 700);
  instance.created_by = builder.state.rockset_self;
  const uint64_t size = random.Below(kSizes.size());
  const bool resizing = random.Chance(15);
  instance.current_size = kSizes[size];
  instance.desired_size = kSizes[resizing ? (size + 1) % kSizes.size() : size];
  instance.instance_class = random.Chance(70) ? "MO_IL" : "GP_IL";
  if (random.Chance(70)) instance.auto_suspend_seconds = 900 * random.Between(1, 8);
  instance.remounts = random.Chance(80);
  instance.monitored = random.Chance(80);
  instance.live_mounts = random.Chance(60);
  if (random.Chance(50)) {
    instance.auto_scaling = VirtualInstance::AutoScaling{random.Chance(60), "SMALL", "XLARGE2"};
  }
  if (random.Chance(90)) {
    instance.last_queried = random.Between(builder.now - 60 * kDay, builder.now);
  }
  return instance;
}

}  // namespace

void BuildVirtualInstances(Builder& builder) {
  Random random = builder.Stream("virtual instances");
  for (size_t i = 0; i < builder.sizes.virtual_instances; ++i) {
    VirtualInstance instance = MakeInstance(builder, random);
    instance.name = kInstanceNames[i % kInstanceNames.size()];
    if (i >= kInstanceNames.size()) instance.name += " " + std::to_string(i);
    instance.is_default = i == 0;
    if (i == 1) instance.description = "VI for prod traffic";
    if (i == 2 || (i > 3 && random.Chance(40))) instance.state = "SUSPENDED";
    if (i != 0) instance.resumed_at = random.Between(instance.created_at, builder.now);
    builder.state.virtual_instances.Add(std::move(instance));
  }
}

}  // namespace apisql::sandbox
