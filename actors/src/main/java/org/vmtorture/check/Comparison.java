package org.vmtorture.check;

import java.util.Optional;

/**
 * What one trace or one column came to.
 *
 * @param compared operations or cells that were compared
 * @param difference the first; nothing behind it was compared
 */
record Comparison(int compared, Optional<Difference> difference) {}
