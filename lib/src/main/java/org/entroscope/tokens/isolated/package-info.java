/**
 * Runs the native tokenizer library in separate processes. A malformed {@code tokenizer.json}, or a
 * text that its regular expression cannot cope with, makes that library abort its process.
 * Therefore the library never runs in the caller's process.
 */
package org.entroscope.tokens.isolated;
