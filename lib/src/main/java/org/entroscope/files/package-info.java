/** Files and tables: how they are made, and what went wrong with one, in words. */
package org.entroscope.files;
