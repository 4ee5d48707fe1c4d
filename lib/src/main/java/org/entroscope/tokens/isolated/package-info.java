/**
 * The native tokenizer library in processes of its own. A malformed {@code tokenizer.json}, or a
 * text that its regular expression cannot cope with, makes that library abort the process that it
 * runs in. Here that process is never the caller's.
 */
package org.entroscope.tokens.isolated;
