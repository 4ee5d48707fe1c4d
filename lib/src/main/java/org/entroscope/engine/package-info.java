/**
 * The little that Entroscope needs of PyTorch beyond what DJL's arrays offer: {@link
 * org.entroscope.engine.Autograd} for several threads, numbers that survive until the backward pass
 * ({@link org.entroscope.engine.Scalar}), operations written as TorchScript source ({@link
 * org.entroscope.engine.TorchScript}) and with them products in another precision ({@link
 * org.entroscope.engine.Precision}), attention without its matrix ({@link
 * org.entroscope.engine.FusedAttention}), arrays in files ({@link
 * org.entroscope.engine.ArrayFiles}), and a report on what computes ({@link
 * org.entroscope.engine.EngineReport}).
 */
package org.entroscope.engine;
