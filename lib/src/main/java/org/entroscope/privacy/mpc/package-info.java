/**
 * A real two-party execution of a small folded model, on FRESCO's SPDZ over sockets: the client
 * holds the tokens' embeddings, the server the weights, and every operation's bytes, rounds and
 * time are counted at the network.
 *
 * <p>FRESCO is an optional dependency. Begin at {@link org.entroscope.privacy.SecureInference},
 * which says what to add where it is missing.
 */
package org.entroscope.privacy.mpc;
