package org.vmtorture.memory;

/** What one step does to its word, and in which mode. */
public enum Access {
    /** No access: an actor that has none of its own starts, and is done. */
    BEGIN("begin", false, false, Mode.PLAIN),
    LOAD_PLAIN("load", true, false, Mode.PLAIN),
    STORE_PLAIN("store", false, true, Mode.PLAIN),
    LOAD_OPAQUE("load", true, false, Mode.OPAQUE),
    STORE_OPAQUE("store", false, true, Mode.OPAQUE),
    LOAD_ACQUIRE("load", true, false, Mode.ACQUIRE),
    STORE_RELEASE("store", false, true, Mode.RELEASE),
    LOAD_VOLATILE("load", true, false, Mode.VOLATILE),
    STORE_VOLATILE("store", false, true, Mode.VOLATILE),
    CAS("cas", true, true, Mode.VOLATILE),
    ADD("add", true, true, Mode.VOLATILE),
    SWAP("swap", true, true, Mode.VOLATILE),
    OR("or", true, true, Mode.VOLATILE),
    AND("and", true, true, Mode.VOLATILE),
    DATA_LOAD("load", true, false, Mode.PLAIN),
    DATA_STORE("store", false, true, Mode.PLAIN),
    LOCK("lock", true, true, Mode.ACQUIRE),
    TRY_LOCK("trylock", true, true, Mode.ACQUIRE),
    UNLOCK("unlock", false, true, Mode.RELEASE),
    LOCK_READ("lock-read", true, true, Mode.ACQUIRE),
    UNLOCK_READ("unlock-read", false, true, Mode.RELEASE),
    DOWNGRADE("downgrade", false, true, Mode.RELEASE);

    /** The modes of {@code VarHandle}, weakest first. */
    public enum Mode {
        PLAIN,
        OPAQUE,
        ACQUIRE,
        RELEASE,
        VOLATILE
    }

    private final String verb;
    private final boolean loads;
    private final boolean stores;
    private final Mode mode;

    Access(String verb, boolean loads, boolean stores, Mode mode) {
        this.verb = verb;
        this.loads = loads;
        this.stores = stores;
        this.mode = mode;
    }

    /** As traces print it; a failed {@link #CAS} is told from a successful one by its values. */
    public String verb() {
        return verb;
    }

    /** Whether the actor learns something of the word. */
    public boolean loads() {
        return loads;
    }

    /** Whether it may change the word: a compare-and-exchange or a trylock that fails does not. */
    public boolean stores() {
        return stores;
    }

    public Mode mode() {
        return mode;
    }

    /** Whether it is an operation on a lock. */
    public boolean locks() {
        return ordinal() >= LOCK.ordinal();
    }

    /** Whether its actor may have to wait before it. */
    public boolean blocks() {
        return this == LOCK || this == LOCK_READ;
    }

    /** Whether what others released before is seen after it. */
    public boolean acquires() {
        return mode == Mode.ACQUIRE || mode == Mode.VOLATILE && loads;
    }

    /** Whether what came before it is released to those who see it. */
    public boolean releases() {
        return mode == Mode.RELEASE || mode == Mode.VOLATILE && stores;
    }
}
