/**
 * What private inference costs: operations counted (Tables 3, 4, 7, 8), communication and latency
 * modelled from the published values, and, in {@link org.entroscope.privacy.mpc}, measured in a
 * real execution between two parties.
 */
package org.entroscope.privacy;
