/**
 * The little that Entroscope needs of PyTorch beyond what DJL's arrays offer: {@link
 * org.entroscope.engine.Autograd} for several threads, numbers that survive until the backward pass
 * ({@link org.entroscope.engine.Scalar}), and operations written as TorchScript source ({@link
 * org.entroscope.engine.TorchScript}).
 */
package org.entroscope.engine;
