package org.vmtorture.jcstress;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.vmtorture.strategy.StrategyId;

/**
 * Makes a jcstress test for each of these strategies out of an abstract body. The test is called after both, {@code
 * LastPutVsTryGetOnVmStruct}; its outcomes are the body's.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface OnEach {
    StrategyId[] value();
}
