package app

// maxDescriptors is the number of file descriptors that the limits on connections are derived
// from where the system sets none, or a higher one.
const maxDescriptors = 4096
