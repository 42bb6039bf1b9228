/** Explorations of many scenarios under many strategies: searches picked, expectations judged, findings minimised. */
package org.vmtorture.survey;
