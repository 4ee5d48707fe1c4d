/**
 * The cost of private inference: counted operations (Tables 3, 4, 7, 8), communication and latency
 * predicted from the published values, and, in {@link org.entroscope.privacy.mpc}, measurements of
 * a real execution between two parties.
 */
package org.entroscope.privacy;
