/**
 * A real two-party execution of a small folded model with FRESCO's SPDZ over sockets. The client
 * has the tokens' embeddings, the server has the weights, and the bytes, rounds and time of every
 * operation are measured at the network.
 *
 * <p>FRESCO is an optional dependency. Begin with {@link org.entroscope.privacy.SecureInference},
 * whose message says which libraries to add if it is missing.
 */
package org.entroscope.privacy.mpc;
