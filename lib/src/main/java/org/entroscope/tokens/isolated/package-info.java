/**
 * Runs the native tokenizer library in separate processes. A malformed {@code tokenizer.json}, or a
 * text that its regular expression cannot cope with, makes that library abort the process that it
 * runs in, which is therefore never the caller's process.
 */
package org.entroscope.tokens.isolated;
