/**
 * Pretrained weights: reads GPT-2 and GPT-NeoX models in the layout of Hugging Face, from a folder
 * or from the hub, and writes our models so that others can read them. {@link
 * org.entroscope.pretrained.Pretrained} is the entry point.
 */
package org.entroscope.pretrained;
