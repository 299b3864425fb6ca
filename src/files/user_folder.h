// Folders of the user: for the config file, the history and what is kept between runs.
#ifndef APISQL_SRC_FILES_USER_FOLDER_H_
#define APISQL_SRC_FILES_USER_FOLDER_H_

#include <string>
#include <vector>

namespace apisql {

// Of a path as the user writes it: "~/x" is in the home folder, "x" in `folder`, which is the one
// that the program was started in where it is "".
std::string FullPath(const std::string& path, const std::string& folder);

// $HOME; "" where it is not set or no absolute path. A relative one would name files of whatever
// folder the program is started in, which may be anybody's.
std::string HomeFolder();

// The folder that the XDG variable (XDG_CONFIG_HOME) names, else `below_home` (".config") of the
// home folder; "" when neither is known. The specification of these variables has relative paths
// ignored.
std::string UserFolder(const char* variable, const std::string& below_home);

// Where the program keeps what it can make again, below $XDG_CACHE_HOME or ~/.cache; "" when
// neither is known.
std::string CacheFolder();

// Which of the variables above are set to what is no absolute path, and so are ignored.
std::vector<std::string> IgnoredFolderVariables();

}  // namespace apisql

#endif  // APISQL_SRC_FILES_USER_FOLDER_H_
