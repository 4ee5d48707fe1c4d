/** Files and tables: creation, atomic writes, checksums, and messages that explain failures. */
package org.entroscope.files;
