/**
 * The web page of a running soak: read-only, on the loopback addresses alone, and never in the way of the run.
 *
 * <p>{@code Board} hears the soak and publishes {@code Snapshot}s; {@code Page} and {@code Live} show them to people
 * and to scripts; {@code Door} lets in whom {@code Gate} does not refuse.
 */
package org.vmtorture.web;
