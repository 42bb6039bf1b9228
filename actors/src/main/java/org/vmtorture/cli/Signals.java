package org.vmtorture.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The process's signals. A shutdown hook learns neither which signal came nor that a second one did, and {@code
 * sun.misc.Signal} cannot be named where warnings are errors: hence reflection. Where it is missing, or the signal is
 * ignored (as SIGINT in a shell's background), the JVM's own way remains: it ends, and the run directory is as of the
 * last second.
 */
final class Signals {
    private Signals() {}

    /** Runs {@code action} each time that the signal comes, on a thread of its own. */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        return switch (method.getName()) {
                            case "equals" -> self == arguments[0];
                            case "hashCode" -> System.identityHashCode(self);
                            case "toString" -> "handler of SIG" + name;
                            default -> {
                                action.run();
                                yield null;
                            }
                        };
                    });
            Object wanted = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, wanted, proxy);
        } catch (ReflectiveOperationException unavailable) {
            assert !(unavailable instanceof InvocationTargetException target)
                            || target.getCause() instanceof IllegalArgumentException
                    : unavailable;
        }
    }
}
