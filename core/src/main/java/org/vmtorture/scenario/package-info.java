/** Scenarios: what a few actors do to a small machine, in the verbs that soaks, replays and traces use too. */
package org.vmtorture.scenario;
