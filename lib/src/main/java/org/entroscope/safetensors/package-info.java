/**
 * Files of tensors in the safetensors format, read with distrust: {@link
 * org.entroscope.safetensors.SafetensorsFile} checks every claim of a header against the file
 * before it believes it. Plain Java, no engine.
 */
package org.entroscope.safetensors;
