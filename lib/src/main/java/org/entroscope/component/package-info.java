/**
 * The components that the paper's notation composes: the softmax, the activations, the
 * parametrisations of linear layers and the entropy regulariser. Each component is one file with
 * its term, its computation, its plain form and its parameters. The rest of the library finds
 * components, including your own, through {@link java.util.ServiceLoader}.
 */
package org.entroscope.component;
