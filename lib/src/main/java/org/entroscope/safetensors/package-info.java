/**
 * Reads and writes tensors in the safetensors format, in plain Java without an engine. {@link
 * org.entroscope.safetensors.SafetensorsFile} checks every statement of a header against the file
 * before it uses it.
 */
package org.entroscope.safetensors;
