/** Files: what went wrong with one, in words. */
package org.entroscope.files;
