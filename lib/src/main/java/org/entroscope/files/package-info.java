/**
 * Files and tables: how they are made, written whole or not at all, their checksums, and what went
 * wrong with one in words.
 */
package org.entroscope.files;
