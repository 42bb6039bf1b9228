package org.vmtorture.cli;

/** The command line's entry. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.err.println("vmtorture: no subcommand is built yet");
        System.exit(64);
    }
}
