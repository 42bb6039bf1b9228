package org.vmtorture.jcstress;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of code that is wrong on purpose, beside the test that it is a control of. Its interesting outcome must be
 * seen: where the race does not show even in wrong code, that right code showed nothing means nothing. Wrong code whose
 * outcome x86 does not show has no such mark, and says which CPU would show it.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Control {}
