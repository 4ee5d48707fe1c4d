/**
 * Features of PyTorch that Entroscope needs and DJL's arrays do not offer: {@link
 * org.entroscope.engine.Autograd} for several threads, numbers that survive until the backward pass
 * ({@link org.entroscope.engine.Scalar}), operations written as TorchScript source ({@link
 * org.entroscope.engine.TorchScript}) and with them products in another precision ({@link
 * org.entroscope.engine.Precision}), attention without the matrix of scores ({@link
 * org.entroscope.engine.FusedAttention}), arrays in files ({@link
 * org.entroscope.engine.ArrayFiles}), and a report on the engine and the device in use ({@link
 * org.entroscope.engine.EngineReport}).
 */
package org.entroscope.engine;
