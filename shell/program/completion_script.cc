#include <array>

#include "shell/program/command_line.h"
#include "src/base/text.h"

namespace apisql {
namespace {

using MakeScript = std::string (*)(const CommandLine& line);

// The words that may begin at the cursor: options, and the names of commands.
std::vector<std::string> WordsOf(const CommandLine& line) {
  std::vector<std::string> words;
  for (const OptionRow& option : line.options) {
    words.insert(words.end(), option.names.begin(), option.names.end());
  }
  for (const CommandLine& command : line.commands) words.push_back(command.name);
  return words;
}

// What a shell's single quotes can hold.
std::string Quoted(std::string_view text) {
  std::string quoted;
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return "'" + quoted + "'";
}

// What completes the value of an option in bash.
std::string BashValues(const OptionRow& option) {
  if (!option.values.empty()) return "compgen -W " + Quoted(Join(option.values, " "));
  if (option.type.starts_with("FILE")) return "compgen -f";
  if (option.type == "DIR") return "compgen -d";
  return "";
}

std::string BashCases(const CommandLine& line) {
  std::string cases;
  for (const OptionRow& option : line.options) {
    if (option.names.empty() || option.type.empty()) continue;
    const std::string values = BashValues(option);
    cases += "    " + Join(option.names, "|") + ")\n      COMPREPLY=(" +
             (values.empty() ? "" : "$(" + values + " -- \"$word\")") + "); return ;;\n";
  }
  return cases;
}

// Of what is given without a name.
std::string BashWords(const CommandLine& line) {
  std::string words = "compgen -W " + Quoted(Join(WordsOf(line), " ")) + " -- \"$word\"";
  for (const OptionRow& option : line.options) {
    const std::string values = option.names.empty() ? BashValues(option) : "";
    if (!values.empty()) words += "; " + values + " -- \"$word\"";
  }
  return words;
}

std::string Bash(const CommandLine& line) {
  std::string script =
      "# bash completion of apisql: eval \"$(apisql completion bash)\"\n"
      "_apisql() {\n"
      "  local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
      "  COMPREPLY=()\n"
      "  case \"${COMP_WORDS[1]}\" in\n";
  for (const CommandLine& command : line.commands) {
    script += "  " + command.name +
              ")\n    [ \"$COMP_CWORD\" -gt 1 ] && {\n    case \"$before\" in\n" +
              BashCases(command) + "    esac\n    COMPREPLY=($(" + BashWords(command) +
              "))\n    return; } ;;\n";
  }
  script += "  esac\n  case \"$before\" in\n" + BashCases(line) + "  esac\n  COMPREPLY=($(" +
            BashWords(line) + "))\n}\ncomplete -o filenames -F _apisql apisql\n";
  return script;
}

// Brackets and colons have a meaning in a specification of _arguments.
std::string ZshText(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string ZshAction(const OptionRow& option) {
  if (!option.values.empty()) return "(" + Join(option.values, " ") + ")";
  if (option.type.starts_with("FILE")) return "_files";
  return option.type == "DIR" ? "_files -/" : " ";
}

std::string ZshArguments(const CommandLine& line) {
  std::string text = "_arguments -S";
  for (const OptionRow& option : line.options) {
    const std::string value =
        option.type.empty() ? "" : ":" + ZshText(option.type) + ":" + ZshAction(option);
    if (option.names.empty()) text += " \\\n      " + Quoted("*" + value);
    for (const std::string& name : option.names) {
      text += " \\\n      " + Quoted("*" + name + "[" + ZshText(option.help) + "]" + value);
    }
  }
  return text;
}

std::string Zsh(const CommandLine& line) {
  std::string script =
      "#compdef apisql\n# zsh completion of apisql\n_apisql() {\n  case \"$words[2]\" in\n";
  std::vector<std::string> commands;
  for (const CommandLine& command : line.commands) {
    commands.push_back(command.name + ":" + command.help);
    script += "  " + command.name +
              ")\n    (( CURRENT > 2 )) && { shift words; (( CURRENT-- ))\n    " +
              ZshArguments(command) + "\n    return; } ;;\n";
  }
  script +=
      "  esac\n  if (( CURRENT == 2 )) && [[ \"$words[2]\" != -* ]]; then\n"
      "    local -a commands=(";
  for (const std::string& command : commands) script += Quoted(command) + " ";
  return script + ")\n    _describe command commands\n  fi\n  " + ZshArguments(line) +
         "\n}\nif [ \"$funcstack[1]\" = _apisql ]; then _apisql \"$@\"; else compdef _apisql "
         "apisql; "
         "fi\n";
}

std::string FishOptions(const CommandLine& line, const std::string& condition) {
  std::string text;
  for (const OptionRow& option : line.options) {
    std::string row = "complete -c apisql -n " + Quoted(condition);
    for (const std::string& name : option.names) {
      row += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    if (!option.values.empty()) {
      row += " -x -a " + Quoted(Join(option.values, " "));
    } else if (option.type.starts_with("FILE") || option.type == "DIR") {
      row += option.names.empty() ? " -F" : " -r -F";
    } else if (option.names.empty()) {
      continue;
    } else if (!option.type.empty()) {
      row += " -x";
    }
    text += row + " -d " + Quoted(option.help) + "\n";
  }
  return text;
}

std::string Fish(const CommandLine& line) {
  std::string script =
      "# fish completion of apisql: apisql completion fish | source\n"
      "complete -c apisql -f\n";
  for (const CommandLine& command : line.commands) {
    script += "complete -c apisql -n __fish_use_subcommand -a " + command.name + " -d " +
              Quoted(command.help) + "\n" +
              FishOptions(command, "__fish_seen_subcommand_from " + command.name);
  }
  return script + FishOptions(line, "__fish_use_subcommand");
}

const std::array<std::string, 3> kShells = {"bash", "zsh", "fish"};
constexpr std::array<MakeScript, 3> kScripts = {Bash, Zsh, Fish};

}  // namespace

std::span<const std::string> CompletionShells() { return kShells; }

std::string CompletionScript(const std::string& shell, const CommandLine& line) {
  for (size_t i = 0; i < kShells.size(); ++i) {
    if (kShells[i] == shell) return kScripts[i](line);
  }
  return "";
}

}  // namespace apisql
