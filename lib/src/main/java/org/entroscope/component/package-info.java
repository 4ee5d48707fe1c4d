/**
 * The components that the paper's notation composes: the softmax, the activations, the
 * parametrisations of linear layers and the entropy regulariser. Each is one file that holds its
 * term, its computation, its plain form and what it learns; the rest of the library finds them
 * through {@link java.util.ServiceLoader}, as it finds yours.
 */
package org.entroscope.component;
