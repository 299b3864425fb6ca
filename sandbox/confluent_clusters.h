// /cmk/v2/clusters
#ifndef APISQL_SANDBOX_CONFLUENT_CLUSTERS_H_
#define APISQL_SANDBOX_CONFLUENT_CLUSTERS_H_

#include <string>
#include <string_view>

#include "sandbox/call.h"
#include "sandbox/world.h"

namespace apisql::sandbox {

Answer ReadClusters(const World& world, const Call& call);
Answer WriteClusters(World& world, const Call& call);

// Facts that follow from a cluster's own.
std::string_view PhaseOf(const Cluster& cluster);
std::string BootstrapEndpoint(const Cluster& cluster);
std::string HttpEndpoint(const Cluster& cluster);
// The members that are JSON in the cluster's columns.
std::string EndpointsJson(const Cluster& cluster);
std::string ZonesJson(const Cluster& cluster);

}  // namespace apisql::sandbox

#endif  // APISQL_SANDBOX_CONFLUENT_CLUSTERS_H_
