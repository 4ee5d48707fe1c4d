/**
 * Real weights: GPT-2 and GPT-NeoX models in the layout of Hugging Face, from a folder or from the
 * hub, and models of ours written so that others can read them. {@link
 * org.entroscope.pretrained.Pretrained} is the door.
 */
package org.entroscope.pretrained;
