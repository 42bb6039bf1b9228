package org.vmtorture.soak;

/** How a role reaches its peers, whoever runs them. */
interface Outbox {
    /**
     * To a process other than the sender, chosen by {@code dice}. False if there is no other: then nothing was sent.
     */
    boolean toProcess(int dice, Message message);

    boolean toGupCaller(int dice, Message message);

    boolean toWalker(int dice, Message message);
}
