#include "shell/program.h"

int main(int argc, char** argv) { return apisql::RunProgram(argc, argv); }
