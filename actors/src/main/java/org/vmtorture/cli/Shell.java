package org.vmtorture.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * What a command has around it.
 *
 * @param words the command line itself
 * @param current where relative names begin
 * @param terminal whether somebody watches
 * @param forked whether the process is ours alone, so that its signals are ours to take
 */
record Shell(
        List<String> words,
        PrintStream out,
        PrintStream err,
        Path current,
        boolean terminal,
        boolean forked,
        Map<String, String> environment,
        Clock clock,
        Torture.Source soaks) {}
