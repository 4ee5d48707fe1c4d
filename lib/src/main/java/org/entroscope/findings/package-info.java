/**
 * What was found: {@link org.entroscope.findings.Claims} judges the paper's statements by the
 * results of a sweep, {@link org.entroscope.findings.Counterparts} puts every published number
 * beside a measured one or beside the reason why there is none.
 */
package org.entroscope.findings;
