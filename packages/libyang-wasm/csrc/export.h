/* How a C function becomes one of the module's exports, and a host function one of its imports. */
#ifndef LYW_EXPORT_H
#define LYW_EXPORT_H

#define EXPORT(name) __attribute__((export_name(#name)))
#define HOST_IMPORT(name) __attribute__((import_module("lyw"), import_name(#name)))

#endif
